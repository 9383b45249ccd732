using LlmSentinel.Sentinel;

return await SentinelCommand.Create().Parse(args).InvokeAsync();
