using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Federation;
using Portal.Core.Teams;
using Portal.Tests.Api;
using Portal.Tests.Interop;

namespace Portal.Tests.SignIn;

/// <summary>The web with one identity provider, a process of its own: whoever is in its group platform-admins has the role platform.</summary>
public class ProvidedWeb : PortalWeb
{
    public const string Key = "company";

    public OpenIdProvider Provider { get; private set; } = null!;

    protected override Dictionary<string, string?> Settings =>
        new(StringComparer.Ordinal)
        {
            ["Portal:Identity:Mode"] = "OpenIdConnect",
            ["Portal:SignIn:Contact"] = "#portal-help",
            [$"Portal:SignIn:Providers:{Key}:Title"] = "Company",
            [$"Portal:SignIn:Providers:{Key}:Authority"] = Provider.Issuer,
            [$"Portal:SignIn:Providers:{Key}:ClientId"] = OpenIdProvider.Client,
            [$"Portal:SignIn:Providers:{Key}:ClientSecret"] = OpenIdProvider.Secret,
            [$"Portal:SignIn:Providers:{Key}:Scopes:0"] = "groups",
            [$"Portal:SignIn:Providers:{Key}:PlatformGroup"] = "platform-admins",
            [$"Portal:SignIn:Providers:{Key}:Timeout"] = "00:00:02",
            [$"Portal:SignIn:Providers:{Key}:KeysAtMostEvery"] = "00:00:01",
            ["Portal:Identity:RecheckEvery"] = "00:00:01",
            // Each attempt of every test comes from one address.
            ["Portal:Pages:SignInsPerMinuteAndAddress"] = "1000",
        };

    public override async Task InitializeAsync()
    {
        if (KafkaJs.Missing is not null)
        {
            return;
        }

        Provider = await OpenIdProvider.Start();
        await base.InitializeAsync();
        await Provider.Knows(Address);
    }

    /// <summary>A rule of the provider's, put into the store as it is.</summary>
    public async Task Rule(string group, string team, Role role)
    {
        await using var db = await Store.CreateDbContextAsync();
        db.Add(
            new RoleRule
            {
                Provider = Key,
                Claim = "groups",
                Value = group,
                TeamId = (await db.Set<Team>().SingleAsync(t => t.Name == team)).Id,
                Role = role,
                CreatedBy = "root",
                CreatedAt = TimeProvider.System.GetUtcNow(),
            }
        );
        await db.SaveChangesAsync();
    }

    protected override async Task Close()
    {
        if (Provider is not null)
        {
            await base.Close();
            Provider.Dispose();
        }
    }
}
