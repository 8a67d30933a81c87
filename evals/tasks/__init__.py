"""What a case is put through: each task feeds one real part and keeps what came out."""
