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

/// <summary>One registry of each product for the tests of a run, each started when one first wants it and ended with the run. Their subjects have names of their own.</summary>
public static class TwoRegistries
{
    private static readonly Lazy<Task<LocalKafka>> BundledRegistry = new(() => LocalKafka.Start(brokers: 1));
    private static readonly Lazy<Task<RealRegistry>> ApicurioRegistry = new(RealRegistry.Start);

    /// <summary>Where its API begins.</summary>
    public static async Task<string> Url(RegistryProduct product) =>
        product == RegistryProduct.Bundled
            ? $"{(await BundledRegistry.Value).Registry}"
            : (await ApicurioRegistry.Value).Url;
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

/// <summary>
/// A row of a theory for Apicurio, which shows there again what the row above it shows on the bundled registry: skipped, by name, where the engines
/// aren't, and in every run but a full one (<c>./portal test --all</c>).
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnApicurioAttribute : DataAttribute
{
    private readonly object[] _values;

    public OnApicurioAttribute(params object[] values) => (_values, IsEveryRun) = (values, false);

    /// <summary>In every run: what it shows is what the others believe of Apicurio.</summary>
    public bool IsEveryRun
    {
        get => Skip == EngineSkip.Reason;
        set => Skip = EngineSkip.Reason ?? (value ? null : EngineSkip.FullRunOnly);
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        [
            [RegistryProduct.Apicurio, .. _values],
        ];
}
