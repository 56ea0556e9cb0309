using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Tests.Applying;
using Portal.Tests.Kit;

namespace Portal.Tests.CrashMatrix;

/// <summary>Apicurio Registry itself.</summary>
public sealed class RegistryEngine(RealRegistry registry) : IWireEngine
{
    public IReadOnlyList<ResourceKind> Kinds => [SchemaKind.Word];

    public string? LastWords => null;

    public static async Task<IWireEngine> Start() => new RegistryEngine(await RealRegistry.Start());

    public Task<WorkerWorld> World() => WorkerWorld.OnRegistry(registry.Url);

    public Task Kill() => registry.Kill();

    public Task Respawn() => registry.Respawn();

    public ValueTask DisposeAsync() => registry.DisposeAsync();
}
