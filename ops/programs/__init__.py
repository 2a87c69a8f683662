"""What the interface for programs says about itself: the description that tools read, and the page that people read."""
