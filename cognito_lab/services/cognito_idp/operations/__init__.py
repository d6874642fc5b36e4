"""The operations of the user-pool service, a class for each subject."""
