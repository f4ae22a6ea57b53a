"""Making the text of an answer: quoting, and what is said around a quote."""
