using System.Globalization;
using System.Text;

namespace Portal.LocalCluster.Streams.Types;

public static partial class Casting
{
    /// <summary>Arrays, maps and rows, item by item.</summary>
    private static Func<object, object?>? Inside(SqlType from, SqlType to)
    {
        var casts = from.Items.Zip(to.Items).Select(pair => Between(pair.First, pair.Second)).ToArray();
        if (casts.Any(cast => cast is null))
        {
            return null;
        }

        object? Cast(object? item, int i) => item is null ? null : casts[i]!(item);
        return from.Root switch
        {
            TypeRoot.Array => value => ((object?[])value).Select(item => Cast(item, 0)).ToArray(),
            TypeRoot.Row => value => ((object?[])value).Select(Cast).ToArray(),
            TypeRoot.Map => value => new SqlMap(
                ((SqlMap)value).Entries.Select(e => KeyValuePair.Create(Cast(e.Key, 0)!, Cast(e.Value, 1)))
            ),
            _ => value => value,
        };
    }
}
