using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Registries;
using Portal.Engines.Http;
using Portal.Engines.Registry;
using Portal.Engines.Secrets;
using Portal.Tests.Kit;

namespace Portal.Tests.RealEngines.Registry;

/// <summary>One Apicurio for the tests of a class, and clients of ours on it.</summary>
public sealed class SharedRegistry : IAsyncLifetime
{
    private readonly List<HttpClient> _clients = [];

    public RealRegistry? Registry { get; private set; }

    public async Task InitializeAsync() => Registry = Repository.Engines is null ? null : await RealRegistry.Start();

    public async Task DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        if (Registry is not null)
        {
            await Registry.DisposeAsync();
        }
    }

    public ISchemaRegistry Open() => Registry is null ? null! : Open(Registry.Url);

    public ISchemaRegistry Open(string url)
    {
        var http = EngineHttp.Client(new Uri(url), RegistryCalls.Accepts, null, null, new ClusterReach());
        _clients.Add(http);
        return new SchemaRegistry(new RegistryCalls(http, "test", TimeProvider.System));
    }

    public async Task<Outcome<RegistryFacts>> Probe(string url)
    {
        var keys = Directory.CreateTempSubdirectory("portal-keys-");
        try
        {
            var vault = new SecretVault(Options.Create(new SecretOptions { KeysDirectory = keys.FullName }));
            return await new RegistryProbe(vault, new ClusterReach(), TimeProvider.System).Ask(
                new HttpAccess(new Uri(url)),
                CancellationToken.None
            );
        }
        finally
        {
            keys.Delete(recursive: true);
        }
    }
}
