print("posts")
