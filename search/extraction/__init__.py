"""Plain text out of files that people attach: pure functions, and a program that runs them where they can do no harm."""
