using System.Text;

namespace LlmSentinel.Storage.Influx.Client;

/// <summary>The text of an answer's body, as far as it is worth reading.</summary>
internal static class BodyText
{
    private const int MostBytes = 1 << 20;

    /// <summary>Up to 1 MiB; the rest is left where it is.</summary>
    public static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream();
            var buffer = new byte[16_384];
            while (bytes.Length < MostBytes
                && await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, MostBytes - bytes.Length)), cancellationToken)
                    .ConfigureAwait(false) is > 0 and var read)
            {
                bytes.Write(buffer, 0, read);
            }

            return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
    }
}
