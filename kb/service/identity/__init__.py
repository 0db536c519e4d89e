"""Who is who: links across articles found, explained, found anew, and learnt from."""
