using System.Buffers;
using System.Buffers.Text;

namespace LlmSentinel.Storage.Sqlite.Schema;

/// <summary>
/// Ids of providers in fewer bytes, exactly. The first byte holds the form (two bits) and the number of a prefix; the rest of the id
/// follows as 16 bytes of a UUID, at four bits a character where all are lower-case hex digits, else at six bits. What fits none of these
/// stays text, as do short ids, which are easier to look for than worth packing. The same id always gives the same bytes.
/// </summary>
internal static class PackedId
{
    /// <summary>Room for what <see cref="TryPack"/> writes.</summary>
    public const int MaxBytes = 1 + (Longest / 4 * 3);

    private const int Shortest = 16;
    private const int Longest = 128;
    private const int FormShift = 6;
    private const int PrefixMask = (1 << FormShift) - 1;
    private const int UuidLength = 36;

    // Numbers in the file: the order stays, and a new one needs a new version of the schema. None stands before another it begins with.
    private static readonly string[] Prefixes = ["", "chatcmpl-", "req_", "resp_", "msg_", "cmpl-", "gen-"];

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> LowerUuid = SearchValues.Create("0123456789abcdef-");
    private static readonly SearchValues<char> SixBits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private enum Form
    {
        Uuid,
        Hex,
        Six,

        /// <summary>At six bits, with room for one character more than there are.</summary>
        SixLessOne,
    }

    /// <summary>False for an id that stays text.</summary>
    public static bool TryPack(string id, Span<byte> to, out int written)
    {
        written = 0;
        if (id.Length is < Shortest or > Longest)
            return false;

        var prefix = PrefixOf(id);
        var rest = id.AsSpan(Prefixes[prefix].Length);
        Form form;
        if (rest.Length == UuidLength && !rest.ContainsAnyExcept(LowerUuid) && Guid.TryParseExact(rest, "D", out var uuid))
        {
            form = Form.Uuid;
            uuid.TryWriteBytes(to[1..], bigEndian: true, out written);
        }
        else if (rest.Length % 2 == 0 && !rest.ContainsAnyExcept(LowerHex))
        {
            form = Form.Hex;
            Convert.FromHexString(rest, to[1..], out _, out written);
        }
        else if (!rest.ContainsAnyExcept(SixBits))
        {
            form = rest.Length % 4 == 3 ? Form.SixLessOne : Form.Six;
            written = PackSix(rest, to[1..]);
        }
        else
        {
            return false;
        }

        to[0] = (byte)(((int)form << FormShift) | prefix);
        written++;
        return true;
    }

    /// <summary>The id that was packed. Bytes that were never packed give their hex digits.</summary>
    public static string Unpack(ReadOnlySpan<byte> packed)
    {
        if (packed.IsEmpty || packed.Length > MaxBytes || (packed[0] & PrefixMask) >= Prefixes.Length)
            return Convert.ToHexStringLower(packed);

        Span<char> id = stackalloc char[(2 * MaxBytes) + UuidLength];
        var prefix = Prefixes[packed[0] & PrefixMask];
        prefix.CopyTo(id);
        var rest = id[prefix.Length..];
        var bytes = packed[1..];
        int length;
        switch ((Form)(packed[0] >> FormShift))
        {
            case Form.Uuid when bytes.Length != 16:
                return Convert.ToHexStringLower(packed);
            case Form.Uuid:
                new Guid(bytes, bigEndian: true).TryFormat(rest, out length);
                break;
            case Form.Hex:
                Convert.TryToHexStringLower(bytes, rest, out length);
                break;
            case var form:
                length = UnpackSix(bytes, rest) - (form == Form.SixLessOne ? 1 : 0);
                break;
        }

        return id[..(prefix.Length + Math.Max(0, length))].ToString();
    }

    private static int PrefixOf(string id)
    {
        for (var i = 1; i < Prefixes.Length; i++)
        {
            if (id.StartsWith(Prefixes[i], StringComparison.Ordinal))
                return i;
        }

        return 0;
    }

    // Four characters are three bytes, as in base64url; zeros for characters that are not there are left out.
    private static int PackSix(ReadOnlySpan<char> text, Span<byte> to)
    {
        Span<char> whole = stackalloc char[Longest];
        text.CopyTo(whole);
        var length = (text.Length + 3) / 4 * 4;
        whole[text.Length..length].Fill('A');
        Base64Url.DecodeFromChars(whole[..length], to);
        return ((text.Length * 6) + 7) / 8;
    }

    private static int UnpackSix(ReadOnlySpan<byte> bytes, Span<char> to)
    {
        Span<byte> whole = stackalloc byte[MaxBytes + 2];
        bytes.CopyTo(whole);
        var length = (bytes.Length + 2) / 3 * 3;
        whole[bytes.Length..length].Clear();
        Base64Url.EncodeToChars(whole[..length], to);
        return bytes.Length * 8 / 6;
    }
}
