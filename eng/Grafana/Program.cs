using LlmSentinel.Grafana;

if (args is not ["--update", var root])
{
    Console.Error.WriteLine("usage: dotnet run --project eng/Grafana -- --update FOLDER (the root of the source tree)");
    return 2;
}

GeneratedFiles.Update(root);
return 0;
