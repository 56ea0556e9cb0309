using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

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
        "Portal.Schemas",
        "Portal.Web",
        "Portal.Workers",
    ];

    // Once for all projects: each is half a million instructions.
    private static readonly Lazy<HashSet<(Module, int)>> ByProducts = new(() => Called(Products));
    private static readonly Lazy<HashSet<(Module, int)>> ByAll = new(() =>
        [.. ByProducts.Value, .. Called(["Portal.Tests"])]
    );

    // By middleware's convention, by the runtime of pages, by the binding of routes, by js/editor.js, and for tests of every kind.
    private static readonly string[] CalledByOthers = ["Execute", "InvokeAsync", "BindAsync", "Propose"];

    // Portal.Bench, which no test can see, compares by it.
    private static readonly string[] CalledByTheBench = ["Portal.Kafka.Lag.LagReading.Lag"];

    [Theory]
    [InlineData("Portal.Kafka")]
    [InlineData("Portal.LocalCluster")]
    [InlineData("Portal.Core")]
    [InlineData("Portal.Engines")]
    [InlineData("Portal.Schemas")]
    [InlineData("Portal.Workers")]
    [InlineData("Portal.Web")]
    public void Every_method_is_called(string project)
    {
        var called = ByProducts.Value;

        Calls
            .Declared(Assembly.Load(project))
            .Where(method => !called.Contains(Token(method)))
            .Where(method => !CalledByOthers.Contains(method.Name))
            .Select(method => $"{method.DeclaringType}.{method.Name}")
            .Except(CalledByTheBench)
            .ShouldBeEmpty();
    }

    /// <summary>What only tests look at may stay: it is how they see inside. A table's columns are read by SQL too.</summary>
    [Theory]
    [InlineData("Portal.Kafka")]
    [InlineData("Portal.LocalCluster")]
    [InlineData("Portal.Core")]
    [InlineData("Portal.Engines")]
    [InlineData("Portal.Schemas")]
    [InlineData("Portal.Workers")]
    [InlineData("Portal.Web")]
    public void Every_property_is_read(string project)
    {
        var called = ByAll.Value;
        var tables = Tables();

        Calls
            .Written(Assembly.Load(project))
            .Where(type => !tables.Contains(type))
            .SelectMany(type => type.GetProperties(Calls.Own))
            .Where(property => property.Name != "EqualityContract") // a record's, which its own Equals has no use for
            .Where(property => property.GetMethod is { IsVirtual: false } get && !called.Contains(Token(get)))
            .Select(property => $"{property.DeclaringType}.{property.Name}")
            .ShouldBeEmpty();
    }

    private static HashSet<(Module, int)> Called(IEnumerable<string> projects) =>
        [.. projects.SelectMany(each => Calls.In(Assembly.Load(each))).Select(Token)];

    // A method of a generic type has one token however it is constructed.
    private static (Module, int) Token(MethodBase method) => (method.Module, method.MetadataToken);

    private static HashSet<Type> Tables()
    {
        using var db = new PortalDb(new DbContextOptionsBuilder<PortalDb>().UseNpgsql().Options);
        return [.. db.Model.GetEntityTypes().Select(entity => entity.ClrType)];
    }
}
