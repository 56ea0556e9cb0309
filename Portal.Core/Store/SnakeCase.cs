using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Portal.Core.Store;

/// <summary>Columns are named as PostgreSQL likes them: PlanId is plan_id. A name a map gave stays.</summary>
internal static class SnakeCase
{
    public static void Apply(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            Apply(entity);
        }
    }

    private static void Apply(IMutableTypeBase type)
    {
        foreach (
            var property in type.GetProperties()
                .Where(p => p.FindAnnotation(RelationalAnnotationNames.ColumnName) is null)
        )
        {
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        }

        foreach (var complex in type.GetComplexProperties())
        {
            Apply(complex.ComplexType);
        }
    }
}
