"""The letters: what each says, in parts that become HTML and plain text alike."""
