window.YTD.tweets.part0 = [
  {"tweet":{"id":"900","id_str":"900","created_at":"Tue Mar 02 10:00:01 +0000 2021","full_text":"Three sheds &amp; more https://t.co/x","lang":"en","entities":{"urls":[{"url":"https://t.co/x","expanded_url":"https://c.example/s"}]}}},
  {"tweet":{"id":"901","id_str":"901","created_at":"Tue Mar 02 10:00:02 +0000 2021","full_text":"@ann two","in_reply_to_status_id_str":"900","in_reply_to_status_id":"900","lang":"en"}}
]
