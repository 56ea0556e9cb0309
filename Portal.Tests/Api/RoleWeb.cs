using System.Collections.Concurrent;
using Portal.Tests.Pages;

namespace Portal.Tests.Api;

/// <summary>The watched web with a holder of each role in it, each with one token.</summary>
public sealed class RoleWeb : WatchedWeb
{
    internal ConcurrentDictionary<string, HttpClient> Clients { get; } = new(StringComparer.Ordinal);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await SingleRole.Plant(this);
    }

    protected override async Task Close()
    {
        foreach (var client in Clients.Values)
        {
            client.Dispose();
        }

        await base.Close();
    }
}
