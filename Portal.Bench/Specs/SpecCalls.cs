using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Portal.Bench.Specs;

/// <summary>Specs over the REST API, as <c>./portal apply</c> and <c>export</c> call it.</summary>
internal sealed class SpecCalls(HttpClient person)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);

    /// <exception cref="InvalidOperationException">It came to another number of changes.</exception>
    public async Task Plan(string files, int changes, CancellationToken stop)
    {
        using var answer = await Send("plan", files, stop);
        var found = answer.Headers.GetValues("Portal-Changes").Single();
        if (found != $"{changes}")
        {
            throw new InvalidOperationException($"{found} changes would be requested, and not {changes}.");
        }
    }

    public async Task<IReadOnlyList<long>> Apply(string files, CancellationToken stop)
    {
        using var answer = await Send("apply", files, stop);
        var applied = await answer.Content.ReadFromJsonAsync<JsonElement>(stop);
        return [.. applied.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("change").GetInt64())];
    }

    public async Task Applied(IReadOnlyList<long> changes, CancellationToken stop)
    {
        foreach (var id in changes)
        {
            while (await State(id, stop) is var state and not "applied")
            {
                if (state is "stuck" or "plan-failed" or "changes-requested" or "pending-approval" or "rolled-back")
                {
                    throw new InvalidOperationException($"Change {id} is {state}.");
                }

                await Task.Delay(Glance, TimeProvider.System, stop);
            }
        }
    }

    public async Task<string> Export(CancellationToken stop) =>
        await person.GetStringAsync(new Uri("api/v1/specs", UriKind.Relative), stop);

    private async Task<string?> State(long id, CancellationToken stop) =>
        (await person.GetFromJsonAsync<JsonElement>($"api/v1/changes/{id}", stop))
            .GetProperty("change")
            .GetProperty("state")
            .GetString();

    private async Task<HttpResponseMessage> Send(string act, string files, CancellationToken stop)
    {
        using var body = new StringContent(files, Encoding.UTF8, "application/yaml");
        var answer = await person.PostAsync(new Uri($"api/v1/specs:{act}?reason=bench", UriKind.Relative), body, stop);
        return answer.IsSuccessStatusCode
            ? answer
            : throw new InvalidOperationException(
                $"specs:{act} was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(stop)}"
            );
    }
}
