using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LlmSentinel.Configuration;
using LlmSentinel.Sentinel;
using LlmSentinel.Testing;

namespace LlmSentinel.Grafana.Tests.Compose;

/// <summary>
/// What can be known of config/compose without a Docker engine: files are where it looks for them, variables have a place to be set,
/// nothing listens beyond this machine.
/// </summary>
public sealed partial class ComposeTests
{
    private const string Folder = "config/compose";

    private static readonly JsonObject Compose = Yaml.Read($"{Folder}/compose.yaml").AsObject();
    private static readonly IReadOnlyDictionary<string, JsonObject> Services = Compose["services"]!.AsObject().ToDictionary(s => s.Key, s => s.Value!.AsObject());

    private static readonly HashSet<string> Settable =
        [.. File.ReadAllLines(RepositoryRoot.Combine(Folder, ".env.example")).Select(line => Setting().Match(line)).Where(m => m.Success).Select(m => m.Groups[1].Value)];

    [Fact]
    public void Mounts_AreFilesOfTheRepository_ReadOnly_OrNamedVolumes() => Assert.All(
        from service in Services.Values from volume in Texts(service["volumes"]) select volume.Split(':'), mount =>
        {
            if (!mount[0].StartsWith('.'))
            {
                Assert.True(Compose["volumes"]!.AsObject().ContainsKey(mount[0]), mount[0]);
                return;
            }

            var path = Path.GetFullPath(RepositoryRoot.Combine(Folder, mount[0]));
            Assert.True(File.Exists(path) || Directory.Exists(path), path);
            Assert.Equal("ro", mount[^1]);
        });

    [Fact]
    public void Variables_StandInTheExample_AndNothingElseDoes()
    {
        var used = Variable().Matches(File.ReadAllText(RepositoryRoot.Combine(Folder, "compose.yaml"))).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.Equal(Settable.Order(), used.Order());
    }

    [Fact]
    public void Example_HoldsNoSecret() => Assert.All(
        File.ReadAllLines(RepositoryRoot.Combine(Folder, ".env.example")).Where(line => line.Contains("TOKEN", StringComparison.Ordinal) || line.Contains("PASSWORD", StringComparison.Ordinal)),
        line => Assert.EndsWith("=", line, StringComparison.Ordinal));

    [Fact]
    public void Images_ArePinned() => Assert.All(
        Services.Values.Select(service => (string?)service["image"]).OfType<string>(), image => Assert.Matches(@":v?\d+\.\d+\.\d+$", image));

    [Fact]
    public void Ports_ArePublishedOnLoopbackOnly() => Assert.All(
        Services.Values.SelectMany(service => Texts(service["ports"])), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));

    [Fact]
    public void ServersThatStay_HaveAHealthCheckAndComeBack() => Assert.All(Services.Values.Where(service => (string?)service["restart"] != "no"), service =>
    {
        Assert.NotNull(service["healthcheck"]);
        Assert.Equal("unless-stopped", (string?)service["restart"]);
    });

    [Fact]
    public void Configuration_IsOneTheSentinelTakes()
    {
        var environment = Settable.ToDictionary(name => name, _ => "0123456789abcdef");

        var loaded = new ConfigurationLoader(environment, RepositoryRoot.Path).Load(RepositoryRoot.Combine(Folder, "sentinel.yaml"));

        Assert.Empty(loaded.Errors);
        Assert.Subset(EnvironmentOf("sentinel"), VariablesOf($"{Folder}/sentinel.yaml"));
    }

    [Fact]
    public void Commands_AreVerbsOfTheSentinel() => Assert.All(
        Services.Values.Where(service => service["build"] is not null && service["command"] is not null),
        service => Assert.Empty(SentinelCommand.Create().Parse([.. Texts(service["command"])]).Errors));

    [Fact]
    public void Provisioning_UsesOnlyWhatGrafanaIsGiven() =>
        Assert.Subset(EnvironmentOf("grafana"), VariablesOf("config/grafana/provisioning/datasources/llm-sentinel.yaml"));

    [Fact]
    public void Provisioning_LooksForDashboardsWhereTheyAreMounted() => Assert.All(
        Yaml.Read("config/grafana/provisioning/dashboards/llm-sentinel.yaml")["providers"]!.AsArray().Select(provider => (string)provider!["options"]!["path"]!),
        path =>
        {
            var mount = Texts(Services["grafana"]["volumes"]).Select(volume => volume.Split(':')).Single(parts => path.StartsWith(parts[1] + "/", StringComparison.Ordinal));
            Assert.NotEmpty(Directory.EnumerateFiles(RepositoryRoot.Combine(Folder, mount[0], Path.GetRelativePath(mount[1], path)), "*.json"));
        });

    [Fact]
    public void Dockerfile_CopiesWhatIsThere_AndTheContextHoldsIt()
    {
        var ignored = File.ReadAllLines(RepositoryRoot.Combine(".dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..]).ToHashSet();
        var copied = File.ReadAllLines(RepositoryRoot.Combine("Dockerfile"))
            .Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1]);

        Assert.Equal(ignored.Order(), copied.Order());
        Assert.All(copied, path => Assert.True(File.Exists(RepositoryRoot.Combine(path)) || Directory.Exists(RepositoryRoot.Combine(path)), path));
    }

    private static HashSet<string> EnvironmentOf(string service) => [.. Services[service]["environment"]!.AsObject().Select(pair => pair.Key)];

    private static HashSet<string> VariablesOf(string path) => [.. Variable().Matches(File.ReadAllText(RepositoryRoot.Combine(path))).Select(match => match.Groups[1].Value)];

    private static IEnumerable<string> Texts(JsonNode? list) => (list?.AsArray() ?? []).Select(text => (string)text!);

    // ${NAME}, ${NAME:?text}, and a secret that comes from the environment.
    [GeneratedRegex(@"(?:\$\{|environment: )([A-Z][A-Z_]+)")]
    private static partial Regex Variable();

    [GeneratedRegex("^([A-Z_]+)=")]
    private static partial Regex Setting();
}
