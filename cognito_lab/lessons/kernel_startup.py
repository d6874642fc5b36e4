"""Runs when a kernel starts: a missing name of a course's first cell gets a useful answer.

The wheel puts a copy of this file into ``<environment>/etc/ipython/startup/``, where IPython finds
it without any set-up. It loads nothing; only a `NameError` in a folder with course notebooks makes
it look further, and every other `NameError` looks as always.
"""


def _answer_missing_names() -> None:
    from pathlib import Path

    from IPython import get_ipython

    shell = get_ipython()

    def answer(shell, kind, error, trace, tb_offset=None):  # type: ignore[no-untyped-def]
        try:
            from cognito_lab.lessons import first_cell

            words = first_cell.advice(error.name, Path.cwd(), first_cell.announced_notebook())
        except Exception:  # an error about an error helps nobody
            words = ""
        if words:
            error._render_traceback_ = lambda: [words]  # IPython shows this in place of its own
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)

    if shell is not None:
        shell.set_custom_exc((NameError,), answer)


_answer_missing_names()
del _answer_missing_names
