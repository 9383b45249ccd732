namespace LlmSentinel.Bench.SideBySide.Wire;

/// <summary>The usage an answer reports: a function of the request's id, so that each stored row can be checked on its own.</summary>
internal static class Usage
{
    /// <summary>Digits of the input count.</summary>
    public const int InputDigits = 4;

    /// <summary>Digits of the output count.</summary>
    public const int OutputDigits = 3;

    /// <summary>Input tokens reported to the request of this id: 1000 to 9999.</summary>
    public static int Input(long id) => 1000 + (int)(id * 7919 % 9000);

    /// <summary>Output tokens reported to the request of this id: 100 to 999.</summary>
    public static int Output(long id) => 100 + (int)(id * 31 % 900);
}
