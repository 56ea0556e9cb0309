using System.Globalization;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Formats;

public sealed partial class JsonValues
{
    public void Write(JsonBytes to, object? value, SqlType type)
    {
        switch (value)
        {
            case null:
                to.Raw("null");
                break;
            case bool truth:
                to.Raw(truth ? "true" : "false");
                break;
            case long number:
                to.Raw(number.ToString(CultureInfo.InvariantCulture));
                break;
            case double or float when double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)):
                to.Raw(JavaText.Of(value, type));
                break;
            case decimal number:
                to.Raw(isPlain ? JavaText.Plain(number, type.Scale) : JavaText.Stripped(number));
                break;
            case byte[] bytes:
                to.Text(Convert.ToBase64String(bytes));
                break;
            case DateTime at:
                to.Text(Moment(at));
                break;
            case DateTimeOffset at:
                to.Text($"{Moment(at.DateTime)}Z");
                break;
            case object?[] items when type.Root == TypeRoot.Row:
                Members(to, items.Select((item, i) => (type.Names[i], item, type.Items[i])));
                break;
            case object?[] items:
                Items(to, items, type.Items[0]);
                break;
            case SqlMap map:
                Entries(to, map.Entries.Select(e => (JavaText.Of(e.Key, type.Items[0]), e.Value, type.Items[1])));
                break;
            default:
                to.Text(JavaText.Of(value, type));
                break;
        }
    }

    /// <summary>An object of fields.</summary>
    public void Members(JsonBytes to, IEnumerable<(string Name, object? Value, SqlType Type)> members) =>
        Entries(to, leavesOutNulls ? members.Where(member => member.Value is not null) : members);

    private void Entries(JsonBytes to, IEnumerable<(string Name, object? Value, SqlType Type)> members)
    {
        var before = "{";
        foreach (var (name, value, type) in members)
        {
            to.Raw(before);
            to.Text(name);
            to.Raw(":");
            Write(to, value, type);
            before = ",";
        }

        to.Raw(before == "{" ? "{}" : "}");
    }

    private void Items(JsonBytes to, object?[] items, SqlType type)
    {
        to.Raw("[");
        for (var i = 0; i < items.Length; i++)
        {
            to.Raw(i > 0 ? "," : "");
            Write(to, items[i], type);
        }

        to.Raw("]");
    }
}
