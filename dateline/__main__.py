from dateline.door import main

main()
