namespace SimdReg.Mpi.Tests;

/// <summary>Runs a scenario: <c>mpirun -np 4 dotnet SimdReg.Mpi.Tests.dll NameOfAScenario argument …</c></summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        var scenarios = typeof(Program).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Scenario)) && !type.IsAbstract).ToList();
        if (scenarios.Find(type => type.Name == arguments.FirstOrDefault()) is not { } scenario)
        {
            Console.Error.WriteLine($"Name a scenario: {string.Join(", ", scenarios.Select(type => type.Name))}.");
            return 2;
        }

        // Nothing is caught: an exception must end the process as it would end a user's.
        ((Scenario)Activator.CreateInstance(scenario)!).Main(arguments[1..]);
        return 0;
    }
}
