using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Portal.Bench.Specs;

/// <summary>Specs over the REST API, as <c>./portal apply</c> and <c>export</c> call it.</summary>
/// <param name="approver">Of the owning team: fifty topics at once need one.</param>
internal sealed class SpecCalls(HttpClient person, HttpClient approver)
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

    /// <summary>All are approved as soon as they are planned, so that they are applied side by side.</summary>
    public async Task Applied(IReadOnlyList<long> changes, CancellationToken stop)
    {
        foreach (var id in changes)
        {
            var change = await Until(id, state => state is not ("planning" or "checking"), stop);
            if (State(change) == "pending-approval")
            {
                await Approve(id, change.GetProperty("plan"), stop);
            }
        }

        foreach (var id in changes)
        {
            await Until(id, state => state == "applied", stop);
        }
    }

    private async Task<JsonElement> Until(long id, Func<string?, bool> isThere, CancellationToken stop)
    {
        while (true)
        {
            var change = await person.GetFromJsonAsync<JsonElement>($"api/v1/changes/{id}", stop);
            if (isThere(State(change)))
            {
                return change;
            }

            if (State(change) is "stuck" or "plan-failed" or "changes-requested" or "rolled-back")
            {
                throw new InvalidOperationException($"Change {id} is {State(change)}.");
            }

            await Task.Delay(Glance, TimeProvider.System, stop);
        }
    }

    public async Task<string> Export(CancellationToken stop) =>
        await person.GetStringAsync(new Uri("api/v1/specs", UriKind.Relative), stop);

    private static string? State(JsonElement change) => change.GetProperty("change").GetProperty("state").GetString();

    private async Task Approve(long id, JsonElement plan, CancellationToken stop)
    {
        using var answer = await approver.PostAsJsonAsync(
            $"api/v1/changes/{id}/votes",
            new
            {
                planNumber = plan.GetProperty("number").GetInt32(),
                planHash = plan.GetProperty("hash").GetString(),
                verdict = "approve",
                comment = "",
            },
            stop
        );
        answer.EnsureSuccessStatusCode();
    }

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
