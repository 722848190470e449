# One text, explained.
credence explain --text 'The Reuters article says that 41,000 valves are recalled, which suggests that the alloy is at fault.'
credence explain --text 'Do you know more?'
