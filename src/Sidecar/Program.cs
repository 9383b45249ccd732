using LlmSentinel.Sidecar;

return await SidecarCommand.RunAsync(args, Console.Out, Console.Error, CancellationToken.None);
