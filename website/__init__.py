"""What the documentation site has beside its pages: pictures, and what is done to the pages once they are built."""
