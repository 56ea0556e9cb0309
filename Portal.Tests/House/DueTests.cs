using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Workers.Calendar;

namespace Portal.Tests.House;

/// <summary>A row that waits for a time and has nobody to do its work would wait for ever.</summary>
public sealed class DueTests
{
    [Fact]
    public void Each_kind_of_due_row_has_one_handler()
    {
        var kinds = typeof(DueKind)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(DueKind))
            .Select(field => (DueKind)field.GetValue(null)!)
            .ToList();

        kinds.Count.ShouldBeGreaterThan(10);
        Handlers().Select(handler => handler.Kind.Word).ShouldBe(kinds.Select(kind => kind.Word), ignoreOrder: true);
    }

    // Only asked for its kind, so that it needs nothing of what it works with.
    private static IEnumerable<IDueHandler> Handlers() =>
        new ServiceCollection()
            .AddKindParts<IDueHandler>(typeof(IDueHandler).Assembly)
            .Select(service => (IDueHandler)RuntimeHelpers.GetUninitializedObject(service.ImplementationType!));
}
