"""What somebody says of themselves beside their question, and what is said first because of it."""
