using System.Net;
using LlmSentinel.Simulator.Scenarios;
using Microsoft.Extensions.Time.Testing;

namespace LlmSentinel.Simulator.Tests.Scenarios;

/// <summary>What a scenario says is what clients see, at the time it says.</summary>
public sealed class BehaviourTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task ServedModelAndFingerprint_ChangeAtTheirTime()
    {
        var time = new FakeTimeProvider();
        await using var sim = await StartAsync(time, new ModelBehaviour
        {
            Fingerprint = new TextSchedule("fp_1", (Minute, "fp_2")), ServedModel = new TextSchedule(null, (2 * Minute, "other")),
        });

        var seen = new List<(string?, string?)>();
        for (var i = 0; i < 3; i++)
        {
            var json = await sim.JsonAsync(Requests.ChatPath, Requests.Chat());
            seen.Add((json.GetProperty("model").GetString(), json.GetProperty("system_fingerprint").GetString()));
            time.Advance(Minute);
        }

        Assert.Equal([("gpt-5.4", "fp_1"), ("gpt-5.4", "fp_2"), ("other", "fp_2")], seen);
    }

    [Fact]
    public async Task Speed_LetsTheScenarioRunFaster()
    {
        var time = new FakeTimeProvider();
        await using var sim = await StartAsync(time, new ModelBehaviour { Fingerprint = new TextSchedule("fp_1", (Minute, "fp_2")) }, speed: 60);

        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("fp_2", (await sim.JsonAsync(Requests.ChatPath, Requests.Chat())).GetProperty("system_fingerprint").GetString());
    }

    [Fact]
    public async Task ErrorShares_AreMet()
    {
        await using var sim = await StartAsync(TimeProvider.System, new ModelBehaviour { Errors = new Dictionary<int, Schedule> { [429] = 0.2, [500] = 0.1 } });

        var statuses = await StatusesAsync(sim, 1000);

        // Three standard deviations of a binomial count.
        Assert.InRange(statuses.GetValueOrDefault(HttpStatusCode.TooManyRequests), 162, 238);
        Assert.InRange(statuses.GetValueOrDefault(HttpStatusCode.InternalServerError), 71, 129);
        Assert.Equal(1000, statuses.Values.Sum());
    }

    [Fact]
    public async Task WrongAnswers_AreTheAskedShareOfKnownQuestions()
    {
        await using var sim = await StartAsync(TimeProvider.System, new ModelBehaviour { WrongAnswers = 0.25 });

        var wrong = 0;
        for (var round = 0; round < 4; round++)
        {
            foreach (var question in KnownQuestions.All)
            {
                var json = await sim.JsonAsync(Requests.ChatPath, Requests.Chat(question.Question));
                if (json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString() != question.Answer) wrong++;
            }
        }

        Assert.InRange(wrong, 74, 126);
    }

    [Fact]
    public async Task HealthyModel_AnswersEveryKnownQuestionRight()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        foreach (var question in KnownQuestions.All)
        {
            var json = await sim.JsonAsync(Requests.ChatPath, Requests.Chat(question.Question));
            Assert.Equal(question.Answer, json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        }
    }

    [Fact]
    public async Task OnlyModels_RefusesOthersAsNotFound()
    {
        await using var sim = await SimulatorFixture.StartAsync(new SimulatorOptions { Scenario = new Scenario { OnlyModels = ["a"] } });

        using var response = await sim.SendAsync(Requests.ChatPath, Requests.Chat(model: "b"));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("model_not_found", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CacheShare_IsTheAskedPartOfThePrompt()
    {
        await using var sim = await StartAsync(TimeProvider.System, new ModelBehaviour { CacheShare = 0.5 });

        var usage = (await sim.JsonAsync(Requests.ChatPath, Requests.Chat("a b c d e f g h"))).GetProperty("usage");

        Assert.Equal(4, usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32());
    }

    [Fact]
    public async Task OtherShares_DoNotChangeWithTheErrorShare()
    {
        // The same request draws its text, its errors and its quality from numbers of their own.
        await using var calm = await StartAsync(TimeProvider.System, new ModelBehaviour());
        await using var rough = await StartAsync(TimeProvider.System, new ModelBehaviour { Errors = new Dictionary<int, Schedule> { [500] = 0.5 } });

        for (var i = 0; i < 20; i++)
        {
            using var hit = await rough.SendAsync(Requests.ChatPath, Requests.Chat($"number {i}"));
            var expected = await calm.JsonAsync(Requests.ChatPath, Requests.Chat($"number {i}"));
            if (!hit.IsSuccessStatusCode) continue;
            Assert.Contains(
                expected.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!,
                await hit.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    private static Task<SimulatorFixture> StartAsync(TimeProvider time, ModelBehaviour behaviour, double speed = 1) =>
        SimulatorFixture.StartAsync(new SimulatorOptions { Time = time, Speed = speed, Scenario = new Scenario { Models = [behaviour] } });

    private static async Task<Dictionary<HttpStatusCode, int>> StatusesAsync(SimulatorFixture sim, int count)
    {
        var statuses = new Dictionary<HttpStatusCode, int>();
        for (var i = 0; i < count; i++)
        {
            using var response = await sim.SendAsync(Requests.ChatPath, Requests.Chat($"number {i}"));
            statuses[response.StatusCode] = statuses.GetValueOrDefault(response.StatusCode) + 1;
        }
        return statuses;
    }
}
