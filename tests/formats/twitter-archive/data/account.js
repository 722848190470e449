window.YTD.account.part0 = [{"account":{"username":"bram","accountId":"2"}}]
