"""Telling people what they asked to hear: what there is to tell, who wants it, in which words, and when. See docs/news.md."""
