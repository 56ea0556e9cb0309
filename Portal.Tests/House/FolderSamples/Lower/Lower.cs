namespace Portal.Tests.House.FolderSamples.Lower;

internal class Base;

internal sealed class Element;

internal sealed class Argument;

internal sealed class Caught : Exception;

internal sealed class NamedByAttribute;

internal interface IConstraint;

internal static class Called
{
    public static int Times { get; set; }
}

internal static class CalledLater
{
    public static int Next(int before) => before + 1;
}
