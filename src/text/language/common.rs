//! Common words of languages. The build script makes tables of them with this file.

/// The commonest words of languages in Latin and Cyrillic script. One in three words of a sentence is among them, and
/// few of them belong to two languages.
pub(crate) const COMMON: &[(&str, &str)] = &[
    (
        "en",
        "the of and to in is was that for it with as his on be at by had not are but from or have an they which one \
            you were all her she there would their we him been has when who will no more if out so said what up its about \
            than into them can only other time new some could these two may first then do any my now such like our over \
            me even most after also did many before must through years where much your well should he this a i how why \
            don't can't it's i'm let here just because us too very get go see know make yes please thank let's \
            people said says being while both between during under again against each those off down doesn't didn't isn't",
    ),
    (
        "de",
        "der die das und ist nicht von mit den dem ein eine einen einem einer sich auf für im zu wird auch als sie er \
            es wie bei werden nach aus hat haben war waren wurde wurden sind durch über noch am zum zur um aber oder wir \
            ich ihr nur vor kann können daß dass sein seine ihre ihren sehr mehr wenn man bis hier diese dieser dieses \
            gegen unter soll sollen sowie keine des was so an in",
    ),
    (
        "fr",
        "le la les des et est une un du dans que qui pour pas sur au aux avec ce cette ces son sa ses il elle ils \
            elles nous vous par plus ne se ont sont été être mais ou où leur leurs même aussi comme fait à d'un d'une \
            c'est qu'il qu'elle n'est n'a s'est j'ai l'on y en de on a tout deux après depuis entre sans je tu",
    ),
    (
        "es",
        "el la los las de del y en que es un una por para con no se su sus al lo como más pero fue ha han son está \
            están este esta estos estas muy también ya o cuando sobre entre sin hasta desde donde porque todo todos ser \
            tiene tienen había era sido dos según durante contra nos les le me a yo tras",
    ),
    (
        "it",
        "il lo la gli le di del della dei delle degli dal dalla nel nella nei e è che un una uno per con non si sono \
            ha hanno come più ma anche da al alla alle ai sul sulla questo questa questi queste essere stato stata stati \
            era suo sua loro dopo tra fra quando dove molto i a in se ci o ed nell'ambito l'ha dell'anno",
    ),
    (
        "pt",
        "o os a as de do da dos das e em no na nos nas que é um uma por para com não se seu sua seus suas ao aos à \
            mais mas foi foram são está estão este esta isso também já ou quando sobre entre sem até ser ter tem têm \
            pelo pela pelos pelas como eu ele ela eles elas muito segundo após",
    ),
    (
        "nl",
        "de het een en van ik te dat die in is niet op zijn met voor er aan om ook als dan maar bij nog wel naar \
            heeft hebben wordt worden werd werden deze dit door over uit tot hij zij ze wij we kan meer geen was waren \
            hun haar onder tegen na",
    ),
    (
        "sv",
        "och att det som en på är av för med den till inte har de om ett men var jag sig från vi så kan när nu ska \
            efter också eller under över där hade blev blir han hon detta mot vid sin i",
    ),
    (
        "pl",
        "i w na z do nie się że jest to o jak ale po od za przez dla tego jego jej ich są był była było były może \
            tylko które który która przed oraz już czy także bardzo będzie zostało został co ma tak być ze pod nad we",
    ),
    (
        "cs",
        "a v na je se že s z do o i to jako za by ale jeho jsou byl byla bylo od po které který podle také při než \
            nebo už však k pro ve si být ze roku má jejich tak",
    ),
    (
        "ro",
        "și în de la a cu pe nu să din că este un o au fost pentru care mai sunt dar se prin ce ca sau după către \
            despre acest această aceasta fi lui sa său ei le al ale",
    ),
    (
        "tr",
        "ve bir bu da de için ile çok olarak daha olan gibi kadar sonra ne var en ise ama o ancak değil göre her \
            oldu olduğu olduğunu etti tarafından üzerinde ya dedi",
    ),
    (
        "hu",
        "a az és hogy nem is egy meg volt ez azt de csak még már ha el mint van vagy szerint után ki lesz ezt ami \
            minden pedig lehet nagy",
    ),
    (
        "id",
        "yang dan di ini itu dengan untuk tidak dari dalam akan pada juga ke karena oleh ada mereka sudah saya telah \
            bisa atau kami kita adalah sebagai",
    ),
    (
        "ru",
        "и в не на что с по это как из у за от к о для так же но его он она они мы вы все был была были было бы если \
            или при после также который которые которая во до ее их уже только том году того этого со еще может",
    ),
    (
        "uk",
        "і в не на що з по це як із у за від до о для так же але його він вона вони ми ви всі був була були було \
            якщо або при після також який які яка та й про є її їх вже тільки ще щоб року може під",
    ),
];

/// Cells for the words of one language, several times as many.
pub(crate) const CELLS: usize = 512;

/// Where a word is looked for.
pub(crate) fn cell(hash: u64) -> usize {
    (hash >> 55) as usize % CELLS
}
