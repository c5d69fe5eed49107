"""What a week's picture says: in a chat, and on its page."""
