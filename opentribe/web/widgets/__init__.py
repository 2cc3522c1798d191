"""What several features share on a page: small browser components and the lists they feed."""
