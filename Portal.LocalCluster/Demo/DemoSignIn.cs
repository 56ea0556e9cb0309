using System.Net;
using System.Text.Json;

namespace Portal.LocalCluster.Demo;

/// <summary>
/// Has the demo's programs sign in as a user would: accounts and grants in one request of their team, the password seen once. One that is lost, or that
/// somebody rotated meanwhile, is rotated by another request.
/// </summary>
internal sealed class DemoSignIn(DemoApi api, DemoChanges changes, DemoRequests requests, DemoCredentials credentials)
{
    /// <summary>Done when each of their accounts has its grants and its password is known here.</summary>
    /// <returns>The password by account.</returns>
    /// <exception cref="DemoException">The portal refused, or a change ended otherwise.</exception>
    public async Task<IReadOnlyDictionary<string, DemoCredential>> Have(DemoPrograms programs, CancellationToken stop)
    {
        var there = await Accounts(programs, stop);
        var granted = (await Listed("access", programs, stop)).Select(Name).ToHashSet(StringComparer.Ordinal);
        List<DemoRequest> missing =
        [
            .. programs.Accounts.Where(account => !there.ContainsKey(account.Name)).Select(account => account.Request),
            .. programs.Accounts.SelectMany(account => account.Grants).Where(grant => !granted.Contains(grant.Name)),
        ];
        await Apply(programs, missing, "Accounts and access of {0}", stop);
        there = await Accounts(programs, stop);
        List<DemoRequest> lost = [];
        foreach (var account in programs.Accounts)
        {
            if (!await Knows(programs, account, there[account.Name], stop))
            {
                var (mechanism, rotation) = there[account.Name];
                lost.Add(account.Rotated(mechanism, rotation));
            }
        }

        await Apply(programs, lost, "New passwords of {0}", stop);
        there = lost.Count == 0 ? there : await Accounts(programs, stop);
        var known = new Dictionary<string, DemoCredential>(StringComparer.Ordinal);
        foreach (var account in programs.Accounts)
        {
            known[account.Name] = await Knows(programs, account, there[account.Name], stop)
                ? credentials.Find(programs.Cluster, account.Name)!
                : throw new DemoException($"The password of {account.Name} was not shown.");
        }

        return known;
    }

    private async Task Apply(
        DemoPrograms programs,
        IReadOnlyList<DemoRequest> wanted,
        string title,
        CancellationToken stop
    )
    {
        if (wanted.Count > 0)
        {
            var (subject, named) = (programs.Own, string.Format(null, title, programs.Owner.Name));
            await requests.Follow(await changes.Ask(subject, wanted, named, "Part of the demo.", stop), subject, stop);
        }
    }

    /// <summary>Kept here, or shown now.</summary>
    private async Task<bool> Knows(
        DemoPrograms programs,
        DemoAccount account,
        (string Mechanism, int Rotation) now,
        CancellationToken stop
    )
    {
        if (credentials.Find(programs.Cluster, account.Name) is { } kept && kept.Rotation == now.Rotation)
        {
            return true;
        }

        var path = $"api/v1/service-accounts/{programs.Cluster}/{account.Name}/password";
        using var answer = await api.Send(programs.Owner.Member, HttpMethod.Post, path, null, stop);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.Forbidden)
        {
            return false; // it was seen before, is erased, or is for somebody else to see
        }

        var shown = await DemoApi.Expect(answer, stop);
        var (password, mechanism) = (shown.GetProperty("password"), shown.GetProperty("mechanism"));
        credentials.Keep(
            programs.Cluster,
            account.Name,
            new(password.GetString()!, mechanism.GetString()!, now.Rotation)
        );
        return true;
    }

    private async Task<Dictionary<string, (string Mechanism, int Rotation)>> Accounts(
        DemoPrograms programs,
        CancellationToken stop
    ) =>
        (await Listed("service-accounts", programs, stop))
            .Where(account => account.GetProperty("spec").ValueKind == JsonValueKind.Object)
            .ToDictionary(
                Name,
                account =>
                    (
                        account.GetProperty("spec").GetProperty("mechanism").GetString()!,
                        account.GetProperty("spec").GetProperty("rotation").GetInt32()
                    ),
                StringComparer.Ordinal
            );

    private async Task<List<JsonElement>> Listed(string what, DemoPrograms programs, CancellationToken stop)
    {
        var path = $"api/v1/{what}?cluster={programs.Cluster}&limit=200";
        return [.. (await api.Get(programs.Owner.Member, path, stop)).GetProperty("items").EnumerateArray()];
    }

    private static string Name(JsonElement item) => item.GetProperty("name").GetString()!;
}
