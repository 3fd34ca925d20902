"""What people read: the HTML report and tables on the terminal."""
