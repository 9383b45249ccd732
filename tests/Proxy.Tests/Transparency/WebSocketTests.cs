using System.Net.WebSockets;
using System.Text;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Testing.Http;

namespace LlmSentinel.Proxy.Tests.Transparency;

/// <summary>Realtime sessions are relayed frame by frame.</summary>
public sealed class WebSocketTests
{
    [Fact]
    public async Task Frames_ArePassedBothWays_AndTheSessionIsOneRow()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[1024];
            while (true)
            {
                var got = await socket.ReceiveAsync(buffer, context.RequestAborted);
                if (got.MessageType == WebSocketMessageType.Close)
                    break;
                await socket.SendAsync(buffer.AsMemory(0, got.Count), got.MessageType, got.EndOfMessage, context.RequestAborted);
            }

            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", context.RequestAborted);
        });
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        using var client = new ClientWebSocket();

        await client.ConnectAsync(new UriBuilder(proxy.Address) { Scheme = "ws", Path = "/v1/realtime", Query = "model=gpt-realtime" }.Uri, CancellationToken.None);
        var buffer = new byte[64];
        foreach (var text in new[] { "session.update", "response.create" })
        {
            await client.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
            var got = await client.ReceiveAsync(buffer, CancellationToken.None);
            Assert.Equal(text, Encoding.UTF8.GetString(buffer, 0, got.Count));
        }

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", CancellationToken.None);

        var row = await proxy.RowAsync();
        Assert.Equal(101, row.Status);
        Assert.Equal("realtime", row.Operation);
        Assert.Equal(ExchangeOutcome.Ok, row.Outcome);
        Assert.True(row.RequestBytes > 20 && row.ResponseBytes > 20);
    }
}
