using LlmSentinel.Bench.SideBySide.Load;
using LlmSentinel.Bench.SideBySide.Targets;
using LlmSentinel.Bench.SideBySide.Upstream;
using LlmSentinel.Bench.SideBySide.Wire;

namespace LlmSentinel.Bench.SideBySide.Run;

/// <summary>Plans that other plans are made from.</summary>
internal static class Calls
{
    /// <summary>Length of an ordinary prompt's text: the request is about 300 bytes then.</summary>
    public const int ShortPrompt = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>One call over one connection.</summary>
    public static LoadPlan One(Session session, RunningTarget target, AnswerShape shape, int promptBytes = ShortPrompt) => new()
    {
        Port = target.Port,
        Request = RequestTemplate.For(shape, promptBytes, target.Port, target.Headers),
        BodyBytes = target.Target.KeepsBodies ? Answer.For(shape).BodyBytes : null,
        Connections = 1,
        CallsPerConnection = 1,
        Duration = Patience,
        FirstId = session.NextId,
    };
}
