namespace LlmSentinel.Configuration.Tests.Loading;

/// <summary>Each kind of error, with its place, its key, what is wrong and what is allowed.</summary>
public sealed class ErrorTests
{
    public static TheoryData<string, string> Errors { get; } = new()
    {
        // Keys.
        { "proxy:\n  listn: []", "sentinel.yaml:2:3: proxy.listn: unknown key; did you mean 'listen'? allowed: listen, listenHttp2, " },
        { "Proxy: {}", "sentinel.yaml:1:1: Proxy: unknown key; did you mean 'proxy'? allowed: proxy, admin, " },
        { "upstreams:\n  openai:\n    api_key: x", "sentinel.yaml:3:5: upstreams.openai.api_key: unknown key; did you mean 'apiKey'? allowed: preset, " },
        { "bananas: 1", "sentinel.yaml:1:1: bananas: unknown key; allowed: proxy, admin, upstreams, capture, sampling, pricing, store, telemetry, logging" },
        { "admin:\n  token: a\n  token: b", "sentinel.yaml:3:3: admin.token: the key stands here twice; first in line 2" },
        { "? [a, b]\n: c", "sentinel.yaml:1:3: a key must be a single word" },
        { "upstreams: {OpenAI: {}}", "sentinel.yaml:1:13: upstreams.OpenAI: not a name that can stand here; allowed: lower-case letters, digits, " },
        { "upstreams: {v1: {preset: vllm}}", "sentinel.yaml:1:13: upstreams.v1: the name is reserved: providers' own paths start with it; allowed: any name but api, " },
        { "pricing: {overrides: {m: {output: 1}}}", "sentinel.yaml:1:23: pricing.overrides.m.input: the key is missing" },
        { "upstreams: {mine: {preset: vllm, modelAliases: {dep: }}}", "sentinel.yaml:1:49: upstreams.mine.modelAliases.dep: the key has no value" },
        { "telemetry: {otlp: {headers: {'a b': c}}}", "sentinel.yaml:1:30: telemetry.otlp.headers.a b: not a name that can stand here; allowed: an HTTP header name" },

        // Shapes.
        { "proxy: 5", "sentinel.yaml:1:8: proxy: must be a group of keys, not a single value; allowed: listen, " },
        { "proxy: [a]", "sentinel.yaml:1:8: proxy: must be a group of keys, not a list; allowed: listen, " },
        { "upstreams: [openai]", "sentinel.yaml:1:12: upstreams: must be a group of keys, not a list; allowed: keys of lower-case letters, " },
        { "proxy: {listen: 127.0.0.1:1}", "sentinel.yaml:1:17: proxy.listen: must be a list, not a single value; allowed: one item a line, " },
        { "proxy: {listen: {a: b}}", "sentinel.yaml:1:17: proxy.listen: must be a list, not a group of keys; allowed: one item a line, " },
        { "proxy: {maxModels: [1]}", "sentinel.yaml:1:20: proxy.maxModels: must be a single value, not a list; allowed: a whole number; 1 to 100000" },
        { "proxy: {listen: [~]}", "sentinel.yaml:1:18: proxy.listen[0]: the item has no value" },
        { "- a", "sentinel.yaml:1:1: the file is not a set of keys; allowed: keys such as " },
        { "proxy: {}\n---\nproxy: {}", "sentinel.yaml:2:1: a second document starts here; allowed: one document" },

        // Values.
        { "proxy: {appFromCredential: yes}", "sentinel.yaml:1:28: proxy.appFromCredential: 'yes' is not true or false; allowed: true, false" },
        { "proxy: {maxModels: many}", "sentinel.yaml:1:20: proxy.maxModels: 'many' is not a whole number; allowed: a whole number; 1 to 100000" },
        { "proxy: {maxModels: 1.5}", "sentinel.yaml:1:20: proxy.maxModels: '1.5' is not a whole number; allowed: a whole number; 1 to 100000" },
        { "proxy: {maxModels: 0}", "sentinel.yaml:1:20: proxy.maxModels: '0' is out of range; allowed: a whole number; 1 to 100000" },
        { "proxy: {drainTimeout: 30}", "sentinel.yaml:1:23: proxy.drainTimeout: '30' is not a duration; allowed: a duration such as " },
        { "proxy: {drainTimeout: 2d}", "sentinel.yaml:1:23: proxy.drainTimeout: '2d' is out of range; allowed: a duration such as 250ms, 10s, 5m, 2h, 30d, 1h30m or 0; 0 to 1d" },
        { "capture: {budgetBytes: 5GiB}", "sentinel.yaml:1:24: capture.budgetBytes: '5GiB' is out of range; allowed: a number of bytes or a size such as 256KiB, 64MiB, 64MB or 1GiB; 1MiB to 4GiB" },
        { "capture: {budgetBytes: lots}", "sentinel.yaml:1:24: capture.budgetBytes: 'lots' is not a size; allowed: " },
        { "telemetry: {otlp: {traceRatio: 1.1}}", "sentinel.yaml:1:32: telemetry.otlp.traceRatio: '1.1' is out of range; allowed: a number; 0 to 1" },
        { "logging: {level: info}", "sentinel.yaml:1:18: logging.level: 'info' is not one of the words allowed; did you mean 'information'? allowed: trace, debug, information, " },
        { "upstreams: {openai: {usage: 1}}", "sentinel.yaml:1:29: upstreams.openai.usage: '1' is not one of the words allowed; allowed: auto, ask, observe" },
        { "upstreams: {openai: {loadBalancingPolicy: roundRobin}}", "sentinel.yaml:1:43: upstreams.openai.loadBalancingPolicy: 'roundRobin' is not one of the words allowed; did you mean 'RoundRobin'? allowed: " },
        { "upstreams: {mine: {preset: vlm, address: 'http://x'}}", "sentinel.yaml:1:28: upstreams.mine.preset: 'vlm' is not one of the words allowed; did you mean 'vllm'? allowed: openai, azure, " },
        { "store: {path: ''}", "sentinel.yaml:1:15: store.path: may not be empty; allowed: text" },
        { "proxy: {listen: ['4100']}", "sentinel.yaml:1:18: proxy.listen[0]: '4100' is not an address to listen on; allowed: IP:port, " },
        { "upstreams: {openai: {address: api.openai.com}}", "sentinel.yaml:1:31: upstreams.openai.address: 'api.openai.com' is not a base URL; allowed: http://host[:port][/path] or " },
        { "upstreams: {openai: {address: 'https://x/v1?a=b'}}", "sentinel.yaml:1:31: upstreams.openai.address: 'https://x/v1?a=b' is not a base URL; " },
        { "upstreams: {openai: {apiKey: \"a\\nb\"}}", "sentinel.yaml:1:30: upstreams.openai.apiKey: the value is not text that can stand in a header; allowed: visible ASCII" },
        { "proxy: {appHeader: 'x app'}", "sentinel.yaml:1:20: proxy.appHeader: 'x app' is not a header name; " },

        // What must fit together.
        { "proxy: {defaultUpstream: opnai}", "sentinel.yaml:1:26: proxy.defaultUpstream: there is no upstream of that name; did you mean 'openai'? allowed: openai, anthropic, gemini, ollama, openrouter, or empty for none" },
        { "proxy: {appHeader: Authorization}", "sentinel.yaml:1:20: proxy.appHeader: the app header is removed before forwarding, and calls need 'Authorization'; " },
        { "proxy: {listen: []}", "sentinel.yaml:1:17: proxy.listen: there is no address to listen on; allowed: at least one address here or in proxy.listenHttp2" },
        { "proxy: {listenHttp2: ['127.0.0.1:4101']}", "admin.listen: the address is already taken by proxy.listenHttp2[0]; allowed: another port" },
        { "proxy: {listen: ['127.0.0.1:1', 'localhost:1']}", "sentinel.yaml:1:33: proxy.listen[1]: the address is already taken by proxy.listen[0]; allowed: another port" },
        { "store:\n  kind: influxdb\n  bucket: b", "sentinel.yaml:2:9: store.url: store.kind is influxdb, which needs it; allowed: the base URL of the server, " },
        { "store: {kind: influxdb, url: 'http://h'}", "store.bucket: store.kind is influxdb, which needs it; allowed: the bucket (2.x, Cloud) or database (1.x, 3) " },
        { "store: {kind: influxdb, url: 'http://h', bucket: b, token: t, user: u}", "store.user: cannot stand beside store.token; allowed: one of token, tokenFile and user" },
        { "store: {kind: influxdb, url: 'http://h', bucket: b, password: p}", "store.password: there is no user to it; allowed: store.user as well, or none of both" },
        { "store: {kind: influxdb, url: 'http://h', bucket: b, tags: {model: m}}", "store.tags.model: points have 'model' of their own; allowed: another name, " },
        { "store: {tags: {_host: m}}", "store.tags._host: not a name that can stand here; allowed: letters, digits, " },
        { "store: {spool: {fsync: sometimes}}", "store.spool.fsync: 'sometimes' is not one of the words allowed; allowed: always, interval, never" },
        { "admin: {listen: '0.0.0.0:4101'}", "sentinel.yaml:1:17: admin.listen: the admin port would be open to other machines without a token; allowed: a loopback address such as 127.0.0.1:4101, or admin.token as well" },
        { "upstreams: {azure: {}}", "sentinel.yaml:1:13: upstreams.azure: there is no address, and the preset 'azure' has none either; allowed: resource, address or destinations" },
        { "upstreams:\n  mine:\n    usage: ask", "sentinel.yaml:2:3: upstreams.mine: there is no address, and the preset 'openai-compatible' has none either; allowed: address or destinations, or another preset" },
        { "upstreams: {openai: {resource: contoso}}", "sentinel.yaml:1:32: upstreams.openai.resource: only the preset 'azure' has resources; this upstream is 'openai'; allowed: address or destinations" },
        { "upstreams: {p: {address: 'http://x', destinations: {a: {address: 'http://y'}}}}", "sentinel.yaml:1:52: upstreams.p.destinations: cannot stand beside upstreams.p.address; allowed: one of address, resource and destinations" },
        { "upstreams: {p: {destinations: {a: {}}}}", "sentinel.yaml:1:32: upstreams.p.destinations.a.address: the key is missing" },
        { "upstreams: {p: {address: 'http://localhost:4100/v1'}}", "sentinel.yaml:1:26: upstreams.p.address: points back at an address the sentinel itself listens on; allowed: the address of an LLM server" },
        { "proxy: {tls: {certificate: Directory.Build.props}}", "sentinel.yaml:1:9: proxy.tls.key: the key is missing" },
        { "proxy: {tls: {certificate: none.pem, key: Directory.Build.props}}", "sentinel.yaml:1:28: proxy.tls.certificate: the file is not there or not readable; " },
        { "pricing: {files: [none.json]}", "sentinel.yaml:1:19: pricing.files[0]: the file is not there or not readable; " },

        // Variables.
        { "admin: {token: '${NOT_SET}'}", "sentinel.yaml:1:16: admin.token: the environment variable NOT_SET is not set; allowed: set it, or give a default: ${NOT_SET:-value}" },
        { "admin: {token: '${NOT_SET'}", "sentinel.yaml:1:16: admin.token: '${' without '}'; allowed: ${VAR}, ${VAR:-default}, and $${ for a literal ${" },
        { "admin: {token: '${not a name}'}", "sentinel.yaml:1:16: admin.token: '${...}' does not hold the name of an environment variable; allowed: ${VAR}, " },

        // YAML itself.
        { "proxy:\n\tlisten: []", "sentinel.yaml:2:1: not valid YAML: " },
        { "proxy: {listen: [", "not valid YAML: " },
        { "proxy:\n  listen: [a\n  x: y\n", "sentinel.yaml:2:11: not valid YAML: " },
        { "admin:\n  token: \"abc\nproxy: {}\n", "sentinel.yaml:2:10: not valid YAML: " },
        { "admin:\n  token: a: b", "sentinel.yaml:2:11: not valid YAML: " },
        { "proxy:\n  listen: []\n maxApps: 1", "sentinel.yaml:3:2: not valid YAML: " },
        { "admin: {token: *sk-live}", "sentinel.yaml:1:16: admin.token: there is no anchor of that name above; quote a value that starts with '*'" },
        { "upstreams: &a {openai: *a}", "upstreams.openai: the alias stands inside its own anchor" },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Load_OneMistake_IsReportedWithPlaceKeyAndWhatIsAllowed(string yaml, string expected)
    {
        var shown = Load.OnlyError(yaml).ToString();

        if (expected.StartsWith("sentinel.yaml:", StringComparison.Ordinal))
            Assert.StartsWith(expected, shown, StringComparison.Ordinal);
        else
            Assert.Contains(expected, shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ManyMistakes_ReportsAllInTheOrderOfTheFileThenTheEnvironment()
    {
        var result = Load.Text(
            """
            proxy:
              drainTimout: 5s
              maxModels: 0
              defaultUpstream: opnai
            upstreams:
              openai:
                apiKey: ${NOT_SET}
                timeouts: {idle: ten}
              azure: {}
            bogus: 1
            """,
            ("SENTINEL__CAPTURE__BUDGETBYTES", "1"), ("SENTINEL__NOPE", "1"));

        Assert.Equal(
            [
                ("sentinel.yaml", 2, 3, "proxy.drainTimout"),
                ("sentinel.yaml", 3, 14, "proxy.maxModels"),
                ("sentinel.yaml", 4, 20, "proxy.defaultUpstream"),
                ("sentinel.yaml", 7, 13, "upstreams.openai.apiKey"),
                ("sentinel.yaml", 8, 22, "upstreams.openai.timeouts.idle"),
                ("sentinel.yaml", 9, 3, "upstreams.azure"),
                ("sentinel.yaml", 10, 1, "bogus"),
                ("SENTINEL__CAPTURE__BUDGETBYTES", 0, 0, "capture.budgetBytes"),
                ("SENTINEL__NOPE", 0, 0, "NOPE"),
            ],
            result.Errors.Select(error => (error.Source, error.Line, error.Column, error.Key)));
        Assert.Null(result.Snapshot);
        Assert.Throws<InvalidConfigurationException>(result.GetSnapshot);
    }

    [Fact]
    public void Load_AliasesOfAliases_AreRefusedInsteadOfUnfolded()
    {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 9).Select(i =>
            $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));

        Assert.Contains("aliases counted as what they stand for", Load.OnlyError(bomb).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DeepNesting_IsRefused() =>
        Assert.Contains("levels", Load.OnlyError($"a: {new string('[', 500)}{new string(']', 500)}").Message, StringComparison.Ordinal);

    [Fact]
    public void Load_ControlCharactersInAKey_DoNotReachTheMessage() =>
        Assert.DoesNotContain(Load.OnlyError("\"a\\e[31m\\nb\": 1").ToString(), char.IsControl);
}
