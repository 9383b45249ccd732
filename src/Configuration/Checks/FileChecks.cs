using LlmSentinel.Configuration.Schema;
using LlmSentinel.Configuration.Tree;
using LlmSentinel.Configuration.Validation;
using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Configuration.Checks;

/// <summary>Files the configuration names are there. Relative paths start at the working directory.</summary>
internal static class FileChecks
{
    public static void Check(Setting root, string workingDirectory, ErrorList errors)
    {
        if (root.At("proxy") is { Invalid: false } proxy && proxy.At("tls") is { Invalid: false, Absent: false } tls)
        {
            MustExist(tls.At("certificate"));
            MustExist(tls.At("key"));
        }
        if (root.At("pricing") is { Invalid: false } pricing)
        {
            foreach (var (_, file) in pricing.At("files").Children)
                MustExist(file);
        }
        if (root.At("store") is { Invalid: false } store && store.At("kind").Text == StoreKinds.InfluxDb)
            MustExist(store.At("tokenFile"));

        void MustExist(Setting setting)
        {
            if (setting is { Invalid: false, Text.Length: > 0 } && !File.Exists(Path.Combine(workingDirectory, setting.Text)))
                errors.Add(setting.Origin, setting.Key, "the file is not there or not readable", "an existing file; relative paths start at the working directory");
        }
    }
}
