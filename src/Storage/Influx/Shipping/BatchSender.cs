using LlmSentinel.Storage.Influx.Client;

namespace LlmSentinel.Storage.Influx.Shipping;

/// <summary>
/// Sends one batch until each of its points is taken or refused. What is refused is found by what the server names, else by halving:
/// the good points of a refused batch are written again, which changes nothing where they were written. Keeps its place over failures.
/// </summary>
internal sealed class BatchSender(
    IInfluxClient client, LineBatch batch, int mostLines, int mostBytes, Action<WriteAnswer, TimeSpan> answered, TimeProvider time)
{
    // So many single points refused with not one taken in between, and no word that is about points: something else is wrong, a
    // gateway's rule or a parameter, and points would be set aside for nothing.
    private const int Suspicious = 16;

    private readonly Stack<LineRange> _left = new();
    private readonly List<QuarantinedLine> _refused = [];
    private int? _found;
    private int _unexplained;

    /// <summary>Most bytes of a request: what is configured, or less where the server was found to take less.</summary>
    public int BytesLimit => _found ?? mostBytes;

    /// <summary>Another server may take larger batches.</summary>
    public void ForgetLimit() => _found = null;

    /// <summary>Points refused so far; complete when the batch is settled.</summary>
    public IReadOnlyList<QuarantinedLine> Refused => _refused;

    /// <summary>Begins with the batch as it is now.</summary>
    public void Begin()
    {
        _left.Clear();
        _refused.Clear();
        _left.Push(batch.All);
    }

    /// <summary>
    /// Sends what is left. Null when the batch is settled; else the answer that stands in the way: it goes on with the next call, which
    /// may be at any time later.
    /// </summary>
    public async Task<WriteAnswer?> SendAsync(CancellationToken cancellationToken)
    {
        while (_left.TryPeek(out var part))
        {
            if (part.Count > mostLines || (part.Count > 1 && batch.BytesOf(part) > BytesLimit))
            {
                Split();
                continue;
            }

            var started = time.GetTimestamp();
            var answer = await client.WriteAsync(batch.Compress(part), cancellationToken).ConfigureAwait(false);
            answered(answer, time.GetElapsedTime(started));
            switch (answer.Result)
            {
                case WriteResult.Written:
                    _unexplained = 0;
                    _left.Pop();
                    break;
                case WriteResult.TooLarge:
                    TooLarge(part, answer);
                    break;
                case WriteResult.Refused when !TryExplain(part, answer):
                    Begin();
                    return answer;
                case WriteResult.Refused:
                    break;
                default:
                    return answer;
            }
        }

        return null;
    }

    private void TooLarge(LineRange part, WriteAnswer answer)
    {
        if (part.Count == 1)
        {
            _left.Pop();
            Quarantine(part.First, QuarantineReasons.TooLarge, answer.Reason!);
            return;
        }

        _found = Math.Min(BytesLimit, batch.BytesOf(part) / 2);
        Split();
    }

    /// <summary>False when every point alone is refused and none explained: the whole batch is to be sent again later.</summary>
    private bool TryExplain(LineRange part, WriteAnswer answer)
    {
        var refusal = answer.Refusal!;
        var named = Named(part, refusal);
        if (named.Count > 0)
        {
            _left.Pop();
            foreach (var (index, reason) in named)
                Quarantine(index, QuarantineReasons.Of(reason), reason);
            var allNamed = refusal.Dropped is null || refusal.Dropped == named.Count;
            if (!refusal.RestWritten || !allNamed)
                PushRest(part, named.Keys);
            return true;
        }

        if (part.Count > 1 && refusal.Dropped != part.Count)
        {
            Split();
            return true;
        }

        _left.Pop();
        var word = QuarantineReasons.Of(answer.Reason!);
        for (var i = part.First; i < part.End; i++)
            Quarantine(i, word, answer.Reason!);
        return refusal.Dropped is not null || word is QuarantineReasons.TypeConflict or QuarantineReasons.Retention || ++_unexplained < Suspicious;
    }

    private SortedDictionary<int, string> Named(LineRange part, Refusal refusal)
    {
        var named = new SortedDictionary<int, string>();
        foreach (var line in refusal.Lines)
        {
            var index = line.Number is { } number && number >= 1 && number <= part.Count ? part.First + number - 1 : -1;
            if (line.Text.Length > 0 && (index < 0 || batch.Find(new LineRange(index, 1), line.Text) < 0))
                index = batch.Find(part, line.Text);
            if (index >= 0)
                named[index] = line.Reason;
        }

        return named;
    }

    /// <summary>What lies between the points that are named.</summary>
    private void PushRest(LineRange part, IEnumerable<int> named)
    {
        var from = part.First;
        foreach (var index in named.Append(part.End))
        {
            if (index > from)
                _left.Push(new LineRange(from, index - from));
            from = index + 1;
        }
    }

    private void Split()
    {
        var (first, second) = _left.Pop().Halves();
        _left.Push(second);
        _left.Push(first);
    }

    private void Quarantine(int index, string word, string reason) => _refused.Add(new QuarantinedLine(index, word, ErrorBody.Brief(reason)));
}
