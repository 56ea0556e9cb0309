using System.Net;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

/// <summary>What a web page in the developer's browser could try against the port of whoever runs the local cluster.</summary>
public sealed class AdminGuardTests
{
    [ClusterFact]
    public async Task A_web_page_pauses_no_broker_and_reads_no_status()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        using var http = new HttpClient { BaseAddress = cluster.Admin };

        (await Send(http, origin: "https://example.com")).ShouldBe(HttpStatusCode.Forbidden);
        (await Send(http, origin: "null")).ShouldBe(HttpStatusCode.Forbidden);
        (await Send(http, host: "rebound.example.com")).ShouldBe(HttpStatusCode.Forbidden);
        (await Send(http, host: $"localhost.example.com:{cluster.Admin.Port}")).ShouldBe(HttpStatusCode.Forbidden);
        (await cluster.Status()).GetProperty("brokers")[0].GetProperty("paused").GetBoolean().ShouldBeFalse();

        (await Send(http, host: $"[::1]:{cluster.Admin.Port}")).ShouldBe(HttpStatusCode.OK);
        (await cluster.Status()).GetProperty("brokers")[0].GetProperty("paused").GetBoolean().ShouldBeTrue();
    }

    private static async Task<HttpStatusCode> Send(HttpClient http, string? origin = null, string? host = null)
    {
        using var pause = new HttpRequestMessage(HttpMethod.Post, "/brokers/1/pause");
        pause.Headers.Host = host;
        if (origin is not null)
        {
            pause.Headers.Add("Origin", origin);
        }

        return (await http.SendAsync(pause)).StatusCode;
    }
}
