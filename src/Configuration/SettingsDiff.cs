using LlmSentinel.Configuration.Schema;

namespace LlmSentinel.Configuration;

/// <summary>What differs between two settings trees of the same schema; where it was written makes no difference.</summary>
internal static class SettingsDiff
{
    public static IEnumerable<Setting> Between(Setting before, Setting after)
    {
        switch (after.Schema.Kind)
        {
            case SchemaKind.Group when before.Absent || after.Absent:
                return before.Absent == after.Absent ? [] : [after];
            case SchemaKind.Group or SchemaKind.Map:
                var gone = before.Children.Where(pair => after.Find(pair.Key) is null).Select(pair => pair.Value);
                var stayed = after.Children.SelectMany(pair => before.Find(pair.Key) is { } old ? Between(old, pair.Value) : [pair.Value]);
                return gone.Concat(stayed);
            case SchemaKind.List:
                return Texts(before).SequenceEqual(Texts(after)) ? [] : [after];
            default:
                return before.Text == after.Text ? [] : [after];
        }
    }

    private static IEnumerable<string?> Texts(Setting list) => list.Children.Select(pair => pair.Value.Text);
}
