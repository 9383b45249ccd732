using System.Text.Json.Nodes;

namespace LlmSentinel.Grafana.Json;

/// <summary>Where panels go: from left to right, then below the highest of the line.</summary>
internal sealed class Grid
{
    private const int Columns = 24;

    private int _id;
    private int _x;
    private int _y;
    private int _lineHeight;

    /// <summary>Numbers panels.</summary>
    public int NextId() => ++_id;

    /// <summary>A heading across the whole width.</summary>
    public JsonObject NewLine()
    {
        Wrap();
        var place = Position(Columns, 1);
        _y++;
        return place;
    }

    /// <summary>The next place of this size.</summary>
    public JsonObject Place(int width, int height)
    {
        if (_x + width > Columns)
            Wrap();
        var place = Position(width, height);
        _x += width;
        _lineHeight = Math.Max(_lineHeight, height);
        return place;
    }

    private JsonObject Position(int width, int height) => new() { ["h"] = height, ["w"] = width, ["x"] = _x, ["y"] = _y };

    private void Wrap()
    {
        _y += _lineHeight;
        _x = 0;
        _lineHeight = 0;
    }
}
