using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Portal.LocalCluster.Demo;

/// <summary>The portal's REST API, called as one of its people.</summary>
internal sealed class DemoApi(HttpClient http, IOptions<DemoOptions> options)
{
    public async Task<JsonElement> Get(string person, string path, CancellationToken stop)
    {
        using var answer = await Send(person, HttpMethod.Get, path, null, stop);
        return await Expect(answer, stop);
    }

    public Task<HttpResponseMessage> Send(
        string person,
        HttpMethod method,
        string path,
        object? body,
        CancellationToken stop
    )
    {
        var request = new HttpRequestMessage(method, new Uri(options.Value.Portal, path))
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Value.Tokens[person]);
        return http.SendAsync(request, stop);
    }

    public static async Task<JsonElement> Expect(HttpResponseMessage answer, CancellationToken stop)
    {
        var body = await answer.Content.ReadAsStringAsync(stop);
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(body)
            : throw new DemoException(
                $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri} was answered {(int)answer.StatusCode}: {body}"
            );
    }
}

/// <summary>The demo could not be set up; the message says what the portal answered.</summary>
public sealed class DemoException(string message) : Exception(message);
