"""Votes on statements: by phone, on paper, by raised hands; what they say and do not say."""
