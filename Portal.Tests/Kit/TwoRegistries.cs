using System.Reflection;
using Xunit.Sdk;

namespace Portal.Tests.Kit;

/// <summary>The two products that a test of registries runs on.</summary>
public enum RegistryProduct
{
    /// <summary>The local cluster's own.</summary>
    Bundled,

    /// <summary>Apicurio Registry itself.</summary>
    Apicurio,
}

/// <summary>One registry of each product for the tests of a class, each started when a test first wants it.</summary>
public sealed class TwoRegistries : IAsyncLifetime
{
    private readonly Lazy<Task<LocalKafka>> _bundled = new(() => LocalKafka.Start(brokers: 1));
    private readonly Lazy<Task<RealRegistry>> _apicurio = new(RealRegistry.Start);

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Where its API begins.</summary>
    public async Task<string> Url(RegistryProduct product) =>
        product == RegistryProduct.Bundled ? $"{(await _bundled.Value).Registry}" : (await _apicurio.Value).Url;

    public async Task DisposeAsync()
    {
        if (_bundled.IsValueCreated)
        {
            await (await _bundled.Value).DisposeAsync();
        }

        if (_apicurio.IsValueCreated)
        {
            await (await _apicurio.Value).DisposeAsync();
        }
    }
}

/// <summary>A row of a theory for the bundled registry; what is given follows the product.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnBundledAttribute(params object[] values) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        [
            [RegistryProduct.Bundled, .. values],
        ];
}

/// <summary>A row of a theory for Apicurio: skipped, by name, where the engines aren't.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnApicurioAttribute : DataAttribute
{
    private readonly object[] _values;

    public OnApicurioAttribute(params object[] values) => (_values, Skip) = (values, EngineSkip.Reason);

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        [
            [RegistryProduct.Apicurio, .. _values],
        ];
}
