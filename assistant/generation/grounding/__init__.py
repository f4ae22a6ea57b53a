"""Does a sentence say only what its passage says?"""
