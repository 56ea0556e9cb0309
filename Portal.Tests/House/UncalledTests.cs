using System.Reflection;

namespace Portal.Tests.House;

/// <summary>A method that only tests call is one that nobody needs. Read from what was compiled: a name in a comment keeps nothing alive.</summary>
public sealed class UncalledTests
{
    private static readonly string[] Products =
    [
        "Portal.Core",
        "Portal.Engines",
        "Portal.Kafka",
        "Portal.LocalCluster",
        "Portal.Web",
        "Portal.Workers",
    ];

    // Portal.Bench, which no test can see, compares by it.
    private static readonly string[] CalledByTheBench = ["Portal.Kafka.Lag.LagReading.Lag"];

    [Theory]
    [InlineData("Portal.Kafka")]
    [InlineData("Portal.LocalCluster")]
    public void Every_method_is_called(string project)
    {
        // A method of a generic type has one token however it is constructed.
        var called = Products
            .SelectMany(each => Calls.In(Assembly.Load(each)))
            .Select(method => (method.Module, method.MetadataToken))
            .ToHashSet();

        Calls
            .Declared(Assembly.Load(project))
            .Where(method => !called.Contains((method.Module, method.MetadataToken)))
            .Select(method => $"{method.DeclaringType}.{method.Name}")
            .Except(CalledByTheBench)
            .ShouldBeEmpty();
    }
}
